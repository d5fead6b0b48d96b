/// Sockets, timers and sessions: carries bytes and time to and from peers, over UDP and TCP, and
/// bounds what strangers may cost. What media become of it, others decide.
package weir.transport;
