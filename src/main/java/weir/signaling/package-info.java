/// WHIP (RFC 9725), WHEP and the sessions behind them, over HTTP.
package weir.signaling;
