import { unsupported } from '../database/database-error';

/** What a rule may look at. `openid` of a file nobody uploaded from a phone is null. */
export type RuleFacts = {
  readonly auth: { readonly openid: string };
  readonly resource: { readonly openid: string | null; readonly path: string };
};

type Value = string | boolean | null;
type Term = { readonly kind: 'value' | 'match'; readonly of: (facts: RuleFacts) => Value };

const TOKEN =
  /\s*(?:(?<operator>==|!=|&&|\|\||[()])|(?<text>'[^'\\]*')|(?<test>\/[^/\\]+\/\.test\()|(?<name>[a-z]+(?:\.[A-Za-z]+)?))/y;

const NAMES: Readonly<Record<string, (facts: RuleFacts) => Value>> = {
  true: () => true,
  false: () => false,
  null: () => null,
  'auth.openid': ({ auth }) => auth.openid,
  // Requests of a mini program have none.
  'auth.uid': () => null,
  'resource.openid': ({ resource }) => resource.openid,
  'resource.path': ({ resource }) => resource.path,
};

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    // How often an escape has to be doubled, the service's pages do not say: a rule does without.
    if (found === null) throw unsupported(`the rule from here on: ${text.slice(from)}`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** Reads the part of the rules' language that is documented without a doubt, and refuses the rest. */
class RuleParser {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  parse(): (facts: RuleFacts) => boolean {
    const term = this.#plain(this.#either());
    if (this.#at < this.#tokens.length) throw unsupported(`${this.#tokens[this.#at]} in a rule`);
    return (facts) => term(facts) === true;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #either(): Term {
    let left = this.#both();
    while (this.#take('||')) {
      const [one, other] = [this.#plain(left), this.#plain(this.#both())];
      left = { kind: 'value', of: (facts) => one(facts) === true || other(facts) === true };
    }
    return left;
  }

  #both(): Term {
    let left = this.#compared();
    while (this.#take('&&')) {
      const [one, other] = [this.#plain(left), this.#plain(this.#compared())];
      left = { kind: 'value', of: (facts) => one(facts) === true && other(facts) === true };
    }
    return left;
  }

  #compared(): Term {
    const left = this.#term();
    const equal = this.#take('==');
    if (!equal && !this.#take('!=')) return left;
    const right = this.#term();
    return { kind: 'value', of: (facts) => (left.of(facts) === right.of(facts)) === equal };
  }

  #term(): Term {
    if (this.#take('(')) {
      const inner = this.#either();
      this.#close();
      return inner;
    }
    const token = this.#tokens[this.#at] ?? 'the end';
    this.#at += 1;
    if (token.startsWith("'")) return { kind: 'value', of: () => token.slice(1, -1) };
    if (token.startsWith('/')) return this.#match(new RegExp(token.slice(1, token.lastIndexOf('/'))));
    const named = Object.hasOwn(NAMES, token) ? NAMES[token] : undefined;
    if (named === undefined) throw unsupported(`${token} in a rule`);
    return { kind: 'value', of: named };
  }

  #match(pattern: RegExp): Term {
    const text = this.#plain(this.#term());
    this.#close();
    return { kind: 'match', of: (facts) => pattern.test(String(text(facts))) };
  }

  #close(): void {
    if (!this.#take(')')) throw unsupported('a rule with a bracket that does not close');
  }

  /** The service wants the end of a match compared with true or false, and takes it for nothing otherwise. */
  #plain({ kind, of }: Term): (facts: RuleFacts) => Value {
    if (kind === 'match') throw unsupported('a match that is not compared with true or false');
    return of;
  }
}

/** What an expression says about a request. Throws EMULATOR_UNSUPPORTED for what is not documented clearly. */
export function ruleOf(expression: boolean | string): (facts: RuleFacts) => boolean {
  return typeof expression === 'boolean' ? () => expression : new RuleParser(expression).parse();
}
