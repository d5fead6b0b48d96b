// The token that goes with each request, for servers that ask for one. It comes from the address
// (`#token=…`, which browsers keep to themselves) or from a field, and stays with this tab.

const KEY = "weir.token";

let token = "";

/** @param {string} text empty for none */
function keep(text) {
  token = text;
  sessionStorage.setItem(KEY, text);
}

/** Takes the token out of the address, so that nobody copies or bookmarks it by accident. */
function takeFromAddress() {
  const given = location.hash.match(/[#&]token=([^&]*)/);
  if (given) {
    history.replaceState(history.state, "", location.pathname + location.search);
    keep(decoded(given[1]));
  }
  return given !== null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param {Object<string, string>} headers of a request to this server
 * @returns {Object<string, string>} with the token, if there is one
 */
export function authorized(headers = {}) {
  return token ? { ...headers, Authorization: `Bearer ${token}` } : headers;
}

/**
 * @param {{status?: number, message: string}} refusal
 * @returns {string} why, and where a token is entered if that is what is lacking
 */
export function explained({ status, message }) {
  if (status !== 401) {
    return message;
  }
  return token
    ? `${message} Enter another in the field Token.`
    : "The server asks for a token. Enter it in the field Token.";
}

/** Behind the address of another of these pages; empty without a token. */
export function fragment() {
  return token ? `#token=${encodeURIComponent(token)}` : "";
}

/**
 * @param {HTMLInputElement} input shows the token, and takes another
 * @param {() => void} [onChanged] called when there is another
 */
export function bind(input, onChanged = () => {}) {
  input.value = token;
  input.addEventListener("change", () => {
    keep(input.value.trim());
    onChanged();
  });
  addEventListener("hashchange", () => {
    if (takeFromAddress()) {
      input.value = token;
      onChanged();
    }
  });
}

if (!takeFromAddress()) {
  token = sessionStorage.getItem(KEY) ?? "";
}
