// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Resolves names as the JDK does, and refuses to look up the name of an address. Helidon asks for
 * the name of every TLS client; the agent has no use for it, and a name service that is slow or
 * down must not hold up a scrape. The JDK finds this class through {@link java.util.ServiceLoader}.
 */
public final class ForwardLookupsOnly extends InetAddressResolverProvider {

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "forward lookups only";
  }

  private record Resolver(InetAddressResolver builtin) implements InetAddressResolver {

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      return builtin.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("addresses are not looked up");
    }
  }
}
