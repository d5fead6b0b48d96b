/// Event-loop ownership: the whole rule, and its tools.
///
/// A mutable object belongs to one event loop. Another loop holds only its `…Ref`, each method of
/// which posts one call. Nothing here or above locks.
package weir.loop;
