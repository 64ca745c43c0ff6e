/** A name the phone gives to one intention, so that a repeated tap or a lost reply is the same order. 8–64 safe characters. */
export function newClientToken(): string {
  const random = (): string =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0');
  return `${Date.now().toString(36)}-${random()}${random()}`;
}
