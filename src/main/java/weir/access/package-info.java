/// Who may publish, watch and manage: by tokens of the configuration, by JSON Web Tokens, or as a
/// webhook says; and what becomes of sessions when a token is revoked.
package weir.access;
