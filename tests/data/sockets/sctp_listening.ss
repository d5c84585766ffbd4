State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
LISTEN 0      5            0.0.0.0:250       0.0.0.0:*    ino:10025 sk:1 cgroup:/ <->
LISTEN 0      5          127.0.0.1:2500      0.0.0.0:*    ino:10006 sk:2 cgroup:/ <->
LISTEN 0      5          127.0.0.1:2700      0.0.0.0:*    ino:10082 sk:3 cgroup:/ <->
LISTEN 0      5          192.0.2.2:2600      0.0.0.0:*    ino:10044 sk:4 cgroup:/ <->
LISTEN 0      5          192.0.2.3:2601      0.0.0.0:*    ino:10063 sk:5 cgroup:/ <->
LISTEN 0      5      [2001:db8::2]:2900            *:*    ino:10121 sk:6 cgroup:/ v6only:0 <->
LISTEN 0      5                  *:2800            *:*    ino:10102 sk:7 cgroup:/ v6only:0 <->
