/// WHIP (RFC 9725), WHEP and the sessions behind them, over HTTP: offers and counter-offers,
/// trickle ICE and restarts (RFC 8840), a viewer's choice of layers; who is asked for a token; and
/// each [Refusal].
package weir.signaling;
