package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.Pods;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API server tells of this node, watched in the background: {@link #pods} and {@link
 * #draDevices} are one volatile read each, whatever the server does.
 *
 * <p>While the server does not answer, what it last told stays, with its age. A server that is gone
 * for long, refuses, or cuts its watches needs nothing but time.
 */
public final class Cluster implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ClusterConfig config;
  private final ApiReader client;
  private final PodFeed podFeed;
  private final SliceFeed sliceFeed;
  private final double share;
  private final ListWatch<SeenPod> podWatch;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * A cluster that is watched from {@link #start} on.
   *
   * @param config says what is watched
   * @param clock for the times in the states
   * @param podsChanged called when a pod of this node came, went or changed; must not block
   */
  public Cluster(ClusterConfig config, InstantSource clock, Runnable podsChanged) {
    this(config, clock, podsChanged, Access.of(config));
  }

  Cluster(ClusterConfig config, InstantSource clock, Runnable podsChanged, Access access) {
    this.config = config;
    client = new ApiReader(access, config.timeout());
    share = (config.nodeName().hashCode() & 0xffff) / 65536.0;
    podFeed = new PodFeed(config, clock, new OwnerReader(client), podsChanged);
    podWatch = new ListWatch<>(client, podFeed, podFeed, share);
    sliceFeed = new SliceFeed(config, clock, client, share);
  }

  /** Starts watching; nothing when nothing is to be watched or this node's name is not known. */
  public void start() {
    if (!config.enabled()) {
      LOG.log(Level.INFO, "The API server is not asked: {0}", whyNot());
      return;
    }
    if (config.pods()) {
      run("cluster-pods", podWatch::run);
      run("cluster-owners", podFeed.owners()::run);
    }
    if (config.resourceSlices()) {
      run("cluster-slices", sliceFeed::run);
    }
  }

  /** The pods of this node as last known, and whether changes are heard of. Never blocks. */
  public Pods pods() {
    return config.enabled() && config.pods() ? podFeed.latest() : Pods.off();
  }

  /** The resource version up to which {@link #pods} tells; empty before they were first listed. */
  public String podsVersion() {
    return podWatch.told();
  }

  /** The DRA devices of this node as last known. Never blocks. */
  public DraDevices draDevices() {
    return config.enabled() && config.resourceSlices() ? sliceFeed.latest() : DraDevices.off();
  }

  /** Ends the watching; what was last told stays. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (var thread : threads) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private String whyNot() {
    return config.nodeName().isEmpty() && (config.pods() || config.resourceSlices())
        ? "this node's name is not known; set NODE_NAME"
        : "neither pods nor ResourceSlices are wanted";
  }

  private void run(String name, Work work) {
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    LOG.log(Level.DEBUG, "{0} ends", name);
                  }
                });
    threads.add(thread);
    thread.start();
  }

  /** Goes on until it is interrupted. */
  private interface Work {
    void run() throws InterruptedException;
  }
}
