// The list of the cluster's streams and nodes.

import { bitrate, count, duration, percent } from "./format.js";
import { Refusal } from "./session.js";
import { Table, badges, link } from "./table.js";
import { authorized, bind } from "./token.js";

const EVERY_MILLIS = 2000;

const element = (id) => document.getElementById(id);
const streams = new Table(element("streams"));
const nodes = new Table(element("nodes"));

async function refresh() {
  const [streamList, nodeList] = await Promise.allSettled([
    list("/api/streams"),
    list("/api/nodes"),
  ]);
  if (nodeList.status === "fulfilled") {
    showNodes(nodeList.value);
  } else if (isRefused(nodeList.reason)) {
    showNodes([], nodeList.reason.message);
  }
  if (streamList.status === "fulfilled") {
    showStreams(streamList.value);
  } else if (isRefused(streamList.reason)) {
    showStreams([], "Streams are shown to who has a token.");
  }
  tellProblem([streamList, nodeList].find(({ status }) => status === "rejected")?.reason);
}

function isRefused({ status }) {
  return status === 401 || status === 403;
}

function tellProblem(problem) {
  if (!problem) {
    explain("");
  } else if (isRefused(problem)) {
    element("access").hidden = false;
    explain(problem.message);
  } else {
    explain(
      `This node does not answer (${problem.message}). What is shown may be old; asking again…`,
    );
  }
}

async function list(url) {
  const response = await fetch(url, { headers: authorized({ Accept: "application/json" }) });
  if (!response.ok) {
    throw await Refusal.of(response);
  }
  return response.json();
}

function explain(text) {
  const problem = element("problem");
  if (problem.textContent !== text) {
    problem.textContent = text;
  }
  problem.hidden = !text;
}

const NO_STREAM =
  "No stream is live. Publish one from this browser, or by WHIP at "
  + `${location.origin}/whip/NAME.`;

function showStreams(list, whyEmpty = NO_STREAM) {
  const empty = element("streams-empty");
  empty.hidden = list.length > 0;
  empty.textContent = whyEmpty;
  streams.show(list.toSorted(by(({ id }) => id)).map(streamRow));
}

function streamRow({ id, createdAt, publish, subscribe, codecs }) {
  // Sessions between two nodes have `cascade`: nobody publishes or watches by them.
  const publisher = publish.sessions.find(({ cascade }) => !cascade);
  const viewers = subscribe.sessions.filter(({ cascade }) => !cascade);
  const since = publisher?.createdAt ?? createdAt;
  const watchUrl = `/watch.html?stream=${encodeURIComponent(id)}&autoplay`;
  const publishUrl = `/publish.html?stream=${encodeURIComponent(id)}`;
  const byKind = (codecs ?? []).toSorted(by(({ kind }) => (kind === "video" ? 0 : 1)));
  const codecNames = [...new Set(byKind.map(({ codec }) => codec))].join(", ");
  return {
    id,
    cells: [
      link(watchUrl, id),
      publisher
        ? badges(publisher.state === "connected" ? ["live", "good"] : [publisher.state, "warn"])
        : badges(["no publisher", "warn"]),
      publisher ? duration(Date.now() - since) : "–",
      String(viewers.length),
      codecNames || "–",
      publisher
        ? link(watchUrl, "Watch", `Watch ${id}`)
        : link(publishUrl, "Publish", `Publish ${id}`),
    ],
  };
}

function showNodes(list, whyEmpty = "No node is known.") {
  element("nodes-empty").hidden = list.length > 0;
  element("nodes-empty").textContent = whyEmpty;
  element("nodes-count").textContent = list.length > 0 ? count(list.length, "node") : "";
  nodes.show(list.toSorted(by(({ httpUrls, id }) => httpUrls?.[0] ?? id)).map(nodeRow));
}

function nodeRow({ id, httpUrls, udpPort, startedAt, version, load, draining, self }) {
  const state = [draining ? ["draining", "warn"] : ["up", "good"]];
  if (self) {
    state.push(["this one", ""]);
  }
  const url = httpUrls?.[0];
  return {
    id,
    cells: [
      url ? link(url, new URL(url).host, `Node ${url}`) : id,
      badges(...state),
      String(udpPort),
      duration(Date.now() - startedAt),
      String(load?.streams ?? "–"),
      String(load?.sessions ?? "–"),
      bitrate(load?.sendBps),
      percent(load?.cpu),
      version ?? "–",
    ],
  };
}

function by(key) {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => compare(key(a), key(b));
}

async function loop() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(loop, EVERY_MILLIS);
}

bind(element("token"), refresh);
element("access").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("visibilitychange", () => document.hidden || refresh());
loop();
