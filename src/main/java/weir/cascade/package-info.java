/// Streams that live elsewhere. On another node: found by their claims, pulled once, and dropped
/// when nobody watches ([CascadePlan] decides, [LinkDialer] and [LinkAcceptor] carry it out). On
/// servers of others: pulled by WHEP and pushed by WHIP as long as somebody wishes it ([Wish],
/// [ForeignSession]).
package weir.cascade;
