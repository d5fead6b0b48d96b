package weir.admin;

import weir.access.AccessControl;
import weir.cascade.CascadeVerticle;
import weir.cascade.ForeignCounters;
import weir.cluster.ClusteredVertx;
import weir.cluster.CreatedStreams;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.NodeDirectory;
import weir.hooks.NodeHooks;
import weir.http.HttpFront;
import weir.signaling.ApiContract;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

/// What is told of a node, and those who know it. A value.
public record AdminNode(
        NodeFacts facts,
        ClusteredVertx cluster,
        NodeTransport transport,
        StreamTableRef streams,
        CascadeVerticle cascade,
        HazelcastDirectory directory,
        NodeDirectory nodes,
        NodeBus bus,
        CreatedStreams created,
        NodeHooks hooks,
        VertxMeters meters,
        AccessControl access,
        ForeignCounters foreign,
        ApiContract contract,
        HttpFront http) {}
