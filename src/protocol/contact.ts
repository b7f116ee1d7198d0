/** What names a contact to the broker: the handle it signed. The body of POST /v1/contact/stop. */
export interface ContactBody {
  readonly handle: string;
}
