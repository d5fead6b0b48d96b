/// Sockets, timers and sessions: carries bytes and time to and from peers. Nothing here decides.
package weir.transport;
