/// Requests by HTTP that this node sends to servers of others: who is asked about access, who is
/// told of events, and where streams are pulled from and pushed to.
package weir.outgoing;
