// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Keys and certificates made for one test run by the JDK's keytool. */
public final class Certificates {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;

  public Certificates(Path folder) {
    this.folder = folder;
  }

  /** An authority called {@code name}. */
  public Certificates authority(String name) throws Exception {
    generate(name, "-ext", "bc=ca:true");
    return this;
  }

  /** A certificate for {@code name}, signed by {@code authority}. */
  public Certificates signed(String name, String authority) throws Exception {
    generate(name, "-ext", "san=dns:localhost,ip:127.0.0.1");
    keytool(name, "-certreq", "-alias", name, "-file", path(name + ".csr"));
    keytool(
        authority,
        "-gencert",
        "-alias",
        authority,
        "-infile",
        path(name + ".csr"),
        "-outfile",
        path(name + ".crt"),
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    keytool(authority, "-exportcert", "-alias", authority, "-file", path(authority + ".der"));
    keytool(name, "-importcert", "-noprompt", "-alias", "ca", "-file", path(authority + ".der"));
    keytool(name, "-importcert", "-noprompt", "-alias", name, "-file", path(name + ".crt"));
    return this;
  }

  /** The chain of {@code name} in PEM. */
  public String chain(String name) throws Exception {
    var pem = new StringBuilder();
    for (var certificate : store(name).getCertificateChain(name)) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  /** The private key of {@code name} in PEM, PKCS #8. */
  public String key(String name) throws Exception {
    return pem("PRIVATE KEY", store(name).getKey(name, PASSWORD).getEncoded());
  }

  /** {@code text} in a file. */
  public Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A client that shows the certificate of {@code client} whether the server knows it or not. */
  SSLContext insistentClient(String authority, String client) throws Exception {
    var store = store(client);
    var key = (PrivateKey) store.getKey(client, PASSWORD);
    var chain =
        Arrays.stream(store.getCertificateChain(client))
            .map(X509Certificate.class::cast)
            .toArray(X509Certificate[]::new);
    var context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new Insistent(client, key, chain)}, trust(authority), null);
    return context;
  }

  /** A client that trusts {@code authority} and shows the certificate of {@code client}. */
  SSLContext client(String authority, Optional<String> client) throws Exception {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(client.isPresent() ? store(client.get()) : null, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust(authority), null);
    return context;
  }

  private TrustManager[] trust(String authority) throws Exception {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", store(authority).getCertificate(authority));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private void generate(String name, String... extensions) throws Exception {
    var arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name));
    arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
    arguments.addAll(List.of("-dname", "CN=" + name));
    arguments.addAll(List.of(extensions));
    keytool(name, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", path(store + ".p12"), "-storepass", "changeit"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
  }

  private KeyStore store(String name) throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String pem(String kind, byte[] encoded) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  /** Has one certificate and always shows it. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final String name;
    private final PrivateKey key;
    private final X509Certificate[] chain;

    Insistent(String name, PrivateKey key, X509Certificate[] chain) {
      this.name = name;
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return name;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return name;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {name};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {name};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
