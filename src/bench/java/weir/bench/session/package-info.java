/// WHIP and WHEP clients: signaling, ICE, DTLS, SRTP, and the one loop that drives them all.
package weir.bench.session;
