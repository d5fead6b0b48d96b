/// What viewers are told beside their media: the server-sent events of WHEP, at any node of the
/// cluster.
package weir.events;
