// A worker that says when the next picture is due.

onmessage = ({ data: millis }) => setInterval(() => postMessage(0), millis);
