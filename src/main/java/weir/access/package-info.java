/// Who may publish, watch and manage: tokens, and what becomes of sessions when one is revoked.
package weir.access;
