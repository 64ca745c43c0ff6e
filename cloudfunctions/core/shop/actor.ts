import type { Role } from '../../../miniprogram/contract/me';

/** A person of the shop who does something; the role is read from the store at every call. */
export interface Actor {
  readonly openid: string;
  readonly role: Role;
}

/** Stands for an openid where somebody with the keys of the environment did it. No openid looks like it. */
export const COMMAND_LINE = 'command-line';
