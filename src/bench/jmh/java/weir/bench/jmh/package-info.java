/// What each piece of the path of media costs by itself: time and garbage per packet, by JMH.
package weir.bench.jmh;
