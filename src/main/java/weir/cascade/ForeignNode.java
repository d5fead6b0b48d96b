package weir.cascade;

import weir.cluster.DrainState;
import weir.cluster.StreamDirectory;
import weir.jsep.Answerer;
import weir.jsep.Offerer;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.util.random.RandomGenerator;

/// What dealing with other servers needs of the node it is done on. A value.
///
/// @param id       of this node in the cluster
/// @param answerer of counter-offers
public record ForeignNode(
        String id,
        StreamDirectory directory,
        NodeTransport transport,
        StreamTableRef streams,
        Offerer offerer,
        Answerer answerer,
        DrainState drain,
        RandomGenerator random) {}
