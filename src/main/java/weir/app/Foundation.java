package weir.app;

import weir.access.AccessControl;
import weir.cluster.ClusteredVertx;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.loop.OwnerLoop;
import weir.signaling.ApiContract;
import weir.transport.NodeTransport;

/// What all other parts of a node stand on. A value.
///
/// @param owner the loop of what is one for the whole node
record Foundation(
        ClusteredVertx cluster,
        OwnerLoop owner,
        NodeTransport transport,
        HazelcastDirectory directory,
        NodeBus bus,
        AccessControl access,
        ApiContract contract) {}
