/// Workloads, and how one is measured.
package weir.bench.run;
