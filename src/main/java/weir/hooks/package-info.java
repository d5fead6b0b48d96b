/// Scripts and web servers that are told what happens to streams and sessions.
package weir.hooks;
