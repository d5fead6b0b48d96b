/// What every HTTP request meets before it is asked what it wants: who it comes from, how much that
/// one may, and how it is answered in any case.
package weir.http;
