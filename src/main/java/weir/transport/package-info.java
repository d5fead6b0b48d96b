/// Sockets, timers and sessions: what carries datagrams between the network and the peers.
package weir.transport;
