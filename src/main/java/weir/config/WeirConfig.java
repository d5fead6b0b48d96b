package weir.config;

import weir.access.AccessConfig;
import weir.admin.ApiConfig;
import weir.admin.DrainConfig;
import weir.cascade.CascadeConfig;
import weir.cluster.ClusterConfig;
import weir.events.EventsConfig;
import weir.hooks.HooksConfig;
import weir.http.HttpConfig;
import weir.http.LimitsConfig;
import weir.peer.MediaConfig;
import weir.signaling.IceServersConfig;
import weir.signaling.SessionConfig;
import weir.signaling.WhepConfig;
import weir.signaling.WhipConfig;
import weir.stream.StreamConfig;
import weir.tls.HttpsConfig;
import weir.transport.TransportConfig;

/// All settings of one node; conf/weir.yaml tells what each does, and its default. A value.
public record WeirConfig(
        HttpConfig http,
        HttpsConfig https,
        LimitsConfig limits,
        LogConfig log,
        TransportConfig transport,
        MediaConfig media,
        StreamConfig stream,
        WhipConfig whip,
        WhepConfig whep,
        SessionConfig session,
        IceServersConfig iceServers,
        AccessConfig access,
        CascadeConfig cascade,
        ApiConfig api,
        HooksConfig hooks,
        EventsConfig events,
        DrainConfig drain,
        ClusterConfig cluster) {}
