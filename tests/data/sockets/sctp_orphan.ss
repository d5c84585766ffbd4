State          Recv-Q Send-Q      Local Address:Port  Peer Address:PortProcess
LISTEN         0      5               127.0.0.1:2700       0.0.0.0:*    ino:10082 sk:3 cgroup:/ <->
LISTEN         0      5               192.0.2.1:250        0.0.0.0:*    ino:10025 sk:1 cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:250      127.0.0.1:3001 ino:10025 sk:1 cgroup:/ <->
`- ESTAB       0      0            192.0.2.1%lo:250      192.0.2.1:3002 ino:10025 sk:1 cgroup:/ <->
ESTAB          0      0               127.0.0.1:2700     127.0.0.1:3004 ino:10083 sk:8 cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:2700     127.0.0.1:3004 ino:10083 sk:8 cgroup:/ <->
LISTEN         0      5               127.0.0.1:2500       0.0.0.0:*    ino:10006 sk:2 cgroup:/ <->
`- ESTAB       239    0            127.0.0.1%lo:2500     127.0.0.1:3000 ino:10006 sk:2 cgroup:/ <->
LISTEN         0      5               192.0.2.1:2600       0.0.0.0:*    ino:10044 sk:4 cgroup:/ <->
`- ESTAB       0      0            192.0.2.1%lo:2600     192.0.2.1:3003 ino:10044 sk:4 cgroup:/ <->
UNCONN         0      0               192.0.2.1:3003       0.0.0.0:*    ino:10328 sk:9 cgroup:/ <->
`- ESTAB       0      0            192.0.2.1%lo:3003     192.0.2.1:2600 ino:10328 sk:9 cgroup:/ <->
UNCONN         0      0               192.0.2.1:3008       0.0.0.0:*    ino:10514 sk:a cgroup:/ <->
`- COOKIE_WAIT 0      1024         192.0.2.1%lo:3008  198.51.100.1:2602 ino:10514 sk:a cgroup:/ <->
UNCONN         0      0               127.0.0.1:3000       0.0.0.0:*    ino:10218 sk:b cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:3000     127.0.0.1:2500 ino:10218 sk:b cgroup:/ <->
LISTEN         0      5               192.0.2.3:2601       0.0.0.0:*    ino:10063 sk:5 cgroup:/ <->
`- ESTAB       0      0               192.0.2.3:2601     192.0.2.1:3007 ino:10063 sk:5 cgroup:/ <->
ESTAB          0      0               127.0.0.1:3004       0.0.0.0:*    ino:10366 sk:c cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:3004     127.0.0.1:2700 ino:10366 sk:c cgroup:/ <->
UNCONN         0      0               192.0.2.1:3007       0.0.0.0:*    ino:0 sk:d cgroup:/ ---
FIN-WAIT-1     0      1024         192.0.2.1%lo:3007     192.0.2.3:2601 timer:(T3_RTX,3.856ms,2) ino:0 sk:d cgroup:/ ---
UNCONN         0      0               127.0.0.1:3005       0.0.0.0:*    ino:10403 sk:e cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:3005     127.0.0.1:2800 ino:10403 sk:e cgroup:/ <->
UNCONN         0      0               192.0.2.1:3002       0.0.0.0:*    ino:10292 sk:f cgroup:/ <->
`- ESTAB       0      0            192.0.2.1%lo:3002     192.0.2.1:250  ino:10292 sk:f cgroup:/ <->
UNCONN         0      0               127.0.0.1:3001       0.0.0.0:*    ino:10255 sk:10 cgroup:/ <->
`- ESTAB       0      0            127.0.0.1%lo:3001     127.0.0.1:250  ino:10255 sk:10 cgroup:/ <->
LISTEN         0      5           [2001:db8::1]:2900             *:*    ino:10121 sk:6 cgroup:/ v6only:0 <->
`- ESTAB       0      0        [2001:db8::1]%lo:2900 [2001:db8::1]:3006 ino:10121 sk:6 cgroup:/ v6only:0 <->
LISTEN         0      5      [::ffff:127.0.0.1]:2800             *:*    ino:10102 sk:7 cgroup:/ v6only:0 <->
`- ESTAB       0      0                    *%lo:2800             *:3005 ino:10102 sk:7 cgroup:/ v6only:0 <->
UNCONN         0      0           [2001:db8::1]:3006             *:*    ino:10440 sk:11 cgroup:/ v6only:0 <->
`- ESTAB       0      0        [2001:db8::1]%lo:3006 [2001:db8::1]:2900 ino:10440 sk:11 cgroup:/ v6only:0 <->
