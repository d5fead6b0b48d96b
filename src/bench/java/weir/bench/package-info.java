/// The load generator: a user's tool that measures any WHIP and WHEP server.
package weir.bench;
