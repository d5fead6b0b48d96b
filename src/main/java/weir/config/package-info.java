/// Files, environment and command line into records: every setting, checked before anything starts.
///
/// Each package has its own config record; here they are put together ([WeirConfig]) and read
/// ([ConfigReader]).
package weir.config;
