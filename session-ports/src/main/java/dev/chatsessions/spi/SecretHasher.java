package dev.chatsessions.spi;

/** Turns a secret of 256 random bits into what may be kept and looked up. Thread-safe. */
public interface SecretHasher {

    /** The same for the same secret; from it the secret cannot be found. Up to 128 ASCII characters. */
    String hash(String secret);
}
