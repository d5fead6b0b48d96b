/// What the machine says of itself: CPU of a process and of a core, steal, dropped datagrams.
package weir.bench.machine;
