State          Recv-Q Send-Q      Local Address:Port  Peer Address:PortProcess
LISTEN         0      5               127.0.0.1:2700       0.0.0.0:*    users:(("sctp_darn",pid=160,fd=3)) ino:10082 sk:3 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
LISTEN         0      5               192.0.2.1:250        0.0.0.0:*    users:(("sctp_darn",pid=130,fd=3)) ino:10025 sk:1 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:0.0.0.0 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:250      127.0.0.1:3001 users:(("sctp_darn",pid=130,fd=3)) ino:10025 sk:1 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3 peers:127.0.0.1 tag:4e5ce8c9 state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106496 ptag:8a21318b pcapable:98 psack:2
`- ESTAB       0      0            192.0.2.1%lo:250      192.0.2.1:3002 users:(("sctp_darn",pid=130,fd=3)) ino:10025 sk:1 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1,192.0.2.2,192.0.2.3 peers:192.0.2.1 tag:35516bb1 state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106496 ptag:adde6e01 pcapable:98 psack:2
ESTAB          0      0               127.0.0.1:2700     127.0.0.1:3004 users:(("sctp_darn",pid=160,fd=4)) ino:10083 sk:8 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:2700     127.0.0.1:3004 users:(("sctp_darn",pid=160,fd=4)) ino:10083 sk:8 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1 tag:357d4a8c state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106496 ptag:4062504e pcapable:98 psack:2
LISTEN         0      5               127.0.0.1:2500       0.0.0.0:*    users:(("sctp_darn",pid=120,fd=3)) ino:10006 sk:2 cgroup:/ <->
	 skmem:(r239,rb212992,t0,tb212992,f3857,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       239    0            127.0.0.1%lo:2500     127.0.0.1:3000 users:(("sctp_darn",pid=120,fd=3)) ino:10006 sk:2 cgroup:/ <->
	 skmem:(r239,rb212992,t0,tb212992,f3857,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1 tag:3827f88e state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106496 ptag:ac60ca31 pcapable:98 psack:2
LISTEN         0      5               192.0.2.1:2600       0.0.0.0:*    users:(("sctp_darn",pid=140,fd=3)) ino:10044 sk:4 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1,192.0.2.2 v4mapped:1
`- ESTAB       0      0            192.0.2.1%lo:2600     192.0.2.1:3003 users:(("sctp_darn",pid=140,fd=3)) ino:10044 sk:4 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1,192.0.2.2 peers:192.0.2.1,192.0.2.2 tag:d051ae5 state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106496 ptag:bce9d9ca pcapable:98 psack:2
UNCONN         0      0               192.0.2.1:3003       0.0.0.0:*    users:(("sctp_darn",pid=291,fd=3)) ino:10328 sk:9 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1,192.0.2.2 v4mapped:1
`- ESTAB       0      0            192.0.2.1%lo:3003     192.0.2.1:2600 users:(("sctp_darn",pid=291,fd=3)) ino:10328 sk:9 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1,192.0.2.2 peers:192.0.2.1,192.0.2.2 tag:bce9d9ca state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:d051ae5 pcapable:98 psack:6
UNCONN         0      0               192.0.2.1:3008       0.0.0.0:*    users:(("sctp_darn",pid=391,fd=3)) ino:10514 sk:a cgroup:/ <->
	 skmem:(r0,rb212992,t1024,tb212992,f3328,w1024,o0,bl0,d0) locals:192.0.2.1 v4mapped:1
`- COOKIE_WAIT 0      1024         192.0.2.1%lo:3008  198.51.100.1:2602 users:(("sctp_darn",pid=391,fd=3)) ino:10514 sk:a cgroup:/ <->
	 skmem:(r0,rb212992,t1024,tb212992,f3328,w1024,o0,bl0,d0) locals:192.0.2.1 peers:198.51.100.1 tag:5f4f4714 state:COOKIE_WAIT rwnd:106496 outstrms:10 outqueue:1 maxburst:4 maxseg:65484 prwnd:65535 pcapable:32 psack:6
UNCONN         0      0               127.0.0.1:3000       0.0.0.0:*    users:(("sctp_darn",pid=231,fd=3)) ino:10218 sk:b cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:3000     127.0.0.1:2500 users:(("sctp_darn",pid=231,fd=3)) ino:10218 sk:b cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1 tag:ac60ca31 state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:3827f88e pcapable:98 psack:6
LISTEN         0      5               192.0.2.3:2601       0.0.0.0:*    users:(("sctp_darn",pid=150,fd=3)) ino:10063 sk:5 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.3 v4mapped:1
`- ESTAB       0      0               192.0.2.3:2601     192.0.2.1:3007 users:(("sctp_darn",pid=150,fd=3)) ino:10063 sk:5 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.3 peers:192.0.2.1 tag:d9abb445 state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:1452 prwnd:106496 ptag:259252e3 pcapable:98 psack:2
ESTAB          0      0               127.0.0.1:3004       0.0.0.0:*    users:(("sctp_darn",pid=311,fd=3)) ino:10366 sk:c cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:3004     127.0.0.1:2700 users:(("sctp_darn",pid=311,fd=3)) ino:10366 sk:c cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1 tag:4062504e state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:357d4a8c pcapable:98 psack:6
UNCONN         0      0               192.0.2.1:3007       0.0.0.0:*    users:(("sctp_darn",pid=371,fd=3)) ino:10477 sk:d cgroup:/ <->
	 skmem:(r0,rb212992,t1024,tb212992,f3328,w1024,o0,bl0,d0) locals:192.0.2.1 v4mapped:1
`- ESTAB       0      1024         192.0.2.1%lo:3007     192.0.2.3:2601 users:(("sctp_darn",pid=371,fd=3)) timer:(T3_RTX,1.920ms,1) ino:10477 sk:d cgroup:/ <->
	 skmem:(r0,rb212992,t1024,tb212992,f3328,w1024,o0,bl0,d0) locals:192.0.2.1 peers:192.0.2.3 tag:259252e3 state:ESTAB rwnd:106496 unackdata:1 instrms:10 outstrms:10 overerr:1 maxburst:4 maxseg:65484 prwnd:106482 ptag:d9abb445 pcapable:98 psack:6
UNCONN         0      0               127.0.0.1:3005       0.0.0.0:*    users:(("sctp_darn",pid=331,fd=3)) ino:10403 sk:e cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:3005     127.0.0.1:2800 users:(("sctp_darn",pid=331,fd=3)) ino:10403 sk:e cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3 tag:5293129 state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:ca36a68b pcapable:98 psack:6
UNCONN         0      0               192.0.2.1:3002       0.0.0.0:*    users:(("sctp_darn",pid=271,fd=3)) ino:10292 sk:f cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1 v4mapped:1
`- ESTAB       0      0            192.0.2.1%lo:3002     192.0.2.1:250  users:(("sctp_darn",pid=271,fd=3)) ino:10292 sk:f cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:192.0.2.1 peers:192.0.2.1,192.0.2.2,192.0.2.3 tag:adde6e01 state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:35516bb1 pcapable:98 psack:6
UNCONN         0      0               127.0.0.1:3001       0.0.0.0:*    users:(("sctp_darn",pid=251,fd=3)) ino:10255 sk:10 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 v4mapped:1
`- ESTAB       0      0            127.0.0.1%lo:3001     127.0.0.1:250  users:(("sctp_darn",pid=251,fd=3)) ino:10255 sk:10 cgroup:/ <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1 peers:127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3 tag:8a21318b state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65484 prwnd:106489 ptag:4e5ce8c9 pcapable:98 psack:6
LISTEN         0      5           [2001:db8::1]:2900             *:*    users:(("sctp_darn",pid=180,fd=3)) ino:10121 sk:6 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:2001:db8::1,2001:db8::2 v4mapped:1
`- ESTAB       0      0        [2001:db8::1]%lo:2900 [2001:db8::1]:3006 users:(("sctp_darn",pid=180,fd=3)) ino:10121 sk:6 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:2001:db8::1,2001:db8::2 peers:2001:db8::1,2001:db8::2 tag:cf76e258 state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65468 prwnd:106496 ptag:ea2a6be6 pcapable:114 psack:2
LISTEN         0      5      [::ffff:127.0.0.1]:2800             *:*    users:(("sctp_darn",pid=170,fd=3)) ino:10102 sk:7 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals::: v4mapped:1
`- ESTAB       0      0                    *%lo:2800             *:3005 users:(("sctp_darn",pid=170,fd=3)) ino:10102 sk:7 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:127.0.0.1,::1,192.0.2.1,192.0.2.2,192.0.2.3,2001:db8::1,2001:db8::2 peers:127.0.0.1 tag:ca36a68b state:ESTAB rwnd:106489 instrms:10 outstrms:10 maxburst:4 maxseg:65464 prwnd:106496 ptag:5293129 pcapable:98 psack:2
UNCONN         0      0           [2001:db8::1]:3006             *:*    users:(("sctp_darn",pid=351,fd=3)) ino:10440 sk:11 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:2001:db8::1,2001:db8::2 v4mapped:1
`- ESTAB       0      0        [2001:db8::1]%lo:3006 [2001:db8::1]:2900 users:(("sctp_darn",pid=351,fd=3)) ino:10440 sk:11 cgroup:/ v6only:0 <->
	 skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d0) locals:2001:db8::1,2001:db8::2 peers:2001:db8::1,2001:db8::2 tag:ea2a6be6 state:ESTAB rwnd:106496 instrms:10 outstrms:10 maxburst:4 maxseg:65468 prwnd:106489 ptag:cf76e258 pcapable:114 psack:6
