// The STUN and TURN servers that an endpoint tells of in its Link headers (RFC 9725 §4.6).

import { authorized } from "./token.js";

/**
 * @param {string} endpoint address of a WHIP or WHEP endpoint
 * @returns {Promise<RTCIceServer[]>} none if there are none, or the endpoint does not say
 */
export async function iceServersOf(endpoint) {
  try {
    const response = await fetch(endpoint, { method: "OPTIONS", headers: authorized() });
    return (response.headers.get("Link") ?? "")
      .split(/,\s*(?=<)/)
      .filter((link) => link.includes('rel="ice-server"'))
      .map(iceServer);
  } catch {
    return []; // who does not answer here will not answer the offer
  }
}

function iceServer(link) {
  const parameter = (name) => link.match(new RegExp(`;\\s*${name}="([^"]*)"`))?.[1];
  return {
    urls: link.match(/^<([^>]*)>/)[1],
    username: parameter("username"),
    credential: parameter("credential"),
  };
}
