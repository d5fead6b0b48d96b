/// UDP sockets by the system's own calls: many datagrams a call, no allocation per datagram.
package weir.bench.net;
