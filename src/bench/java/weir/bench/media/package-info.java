/// What is published, what it looks like on the wire, and how what arrives is counted.
package weir.bench.media;
