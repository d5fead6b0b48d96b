/// Results as a table, as JSON and as histograms.
package weir.bench.report;
