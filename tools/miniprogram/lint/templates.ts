import type { Unit } from '../app-tree';
import { BUILT_IN_TAGS } from './built-ins';
import type { Definition } from './script-methods';
import { elementsOf, type WxmlElement } from './wxml';

const HANDLER = /^(?:capture-)?(?:bind|catch|mut-bind):?[a-z]/;
const TAP = /^(?:capture-)?(?:bind|catch|mut-bind):?tap$/;

/** One template with what its rules need to know. */
export interface Template {
  readonly unit: Unit;
  readonly elements: readonly WxmlElement[];
  readonly definition: Definition | null;
  readonly icons: ReadonlySet<string>;
}

type Rule = (template: Template) => readonly string[];

function each(
  { unit, elements }: Template,
  problemOf: (element: WxmlElement) => string | readonly string[] | null,
): string[] {
  return [...elementsOf(elements)].flatMap((element) => {
    const found = problemOf(element) ?? [];
    return (typeof found === 'string' ? [found] : found).map(
      (problem) => `${unit.path}.wxml:${element.line}: ${problem}`,
    );
  });
}

function unknownTags(template: Template): string[] {
  return each(template, ({ tag }) =>
    BUILT_IN_TAGS.has(tag) || template.unit.tags.has(tag)
      ? null
      : `<${tag}> is neither built in nor under usingComponents`,
  );
}

function unusedTags({ unit, elements }: Template): string[] {
  const used = new Set([...elementsOf(elements)].map(({ tag }) => tag));
  return [...unit.tags.keys()]
    .filter((tag) => !used.has(tag))
    .map((tag) => `${unit.path}.json: ${tag} is under usingComponents and not used`);
}

function handlersWithoutMethod(template: Template): string[] {
  return each(template, ({ attributes }) =>
    [...attributes]
      .filter(([name, value]) => HANDLER.test(name) && value !== '' && !value.includes('{{'))
      .filter(([, value]) => template.definition?.methods.has(value) !== true)
      .map(([name, value]) => `${name} names ${value}, which the script does not have`),
  );
}

/** Text a screen reader would read, in the element or below it, or a picture that says what it shows. */
function speaks(element: WxmlElement): boolean {
  const { attributes, text, children, tag } = element;
  if (attributes.get('aria-hidden') === '{{true}}') return false;
  return attributes.has('aria-label') || text.trim() !== '' || tag === 'slot' || children.some(speaks);
}

/** Tags that say by themselves what they are. */
const SAYS_ITS_ROLE = /^(button|navigator|input|textarea|picker|switch|t-.*)$/;

function tapTargets(template: Template): string[] {
  return each(template, (element) => {
    const { attributes, tag } = element;
    if (![...attributes.keys()].some((name) => TAP.test(name)) || template.unit.tags.has(tag)) return null;
    const problems = [];
    if (!speaks(element)) problems.push(`<${tag}> can be tapped and has neither text nor aria-label`);
    if (!attributes.has('aria-role') && !SAYS_ITS_ROLE.test(tag))
      problems.push(`<${tag}> can be tapped and has no aria-role`);
    return problems;
  });
}

/** What somebody fills in; a screen reader has nothing else to call it by, for a placeholder goes with the first letter. */
const FIELDS: ReadonlySet<string> = new Set(['input', 'textarea', 'switch', 'slider', 'picker']);

function fieldNames(template: Template): string[] {
  return each(template, (element) =>
    FIELDS.has(element.tag) && !speaks(element) ? `<${element.tag}> has no aria-label` : null,
  );
}

function listKeys(template: Template): string[] {
  return each(template, ({ attributes }) => {
    if (!attributes.has('wx:for')) return null;
    const key = attributes.get('wx:key');
    if (key === undefined) return 'wx:for without wx:key';
    // WeChat looks for a field of that name in each item, finds none and warns.
    return key === 'index'
      ? 'wx:key="index" is no key: name a field, or go over places.of(list) by *this'
      : null;
  });
}

/** Where a picture may be drawn: one component keeps its place while it loads and shows when it is broken. */
const PICTURES = 'components/shop-picture/shop-picture';

function pictures(template: Template): string[] {
  if (template.unit.path === PICTURES) return [];
  return each(template, ({ tag }) => (tag === 'image' ? 'draw pictures with <shop-picture>' : null));
}

function unknownIcons(template: Template): string[] {
  return each(template, ({ tag, attributes }) =>
    [...attributes]
      .filter(([name]) => (tag === 't-icon' && name === 'name') || /(^|-)icon$/.test(name))
      .filter(([, value]) => /^[a-z][a-z0-9-]*$/.test(value) && !template.icons.has(value))
      .map(([, value]) => `the icon font has no ${value}`),
  );
}

function plainHttp(template: Template): string[] {
  return each(template, ({ attributes, text }) =>
    [...attributes.values(), text].some((value) => value.includes('http://'))
      ? 'names a http:// address'
      : null,
  );
}

/** The size of text a person chose in WeChat reaches a page by this element alone; the sheet of tokens does the rest. */
function textSize({ unit, elements: [first] }: Template): string[] {
  if (unit.kind !== 'page') return [];
  return first?.tag === 'page-meta' && first.attributes.get('root-font-size') === 'system'
    ? []
    : [`${unit.path}.wxml: a page begins with <page-meta root-font-size="system" />`];
}

/** What a template must keep to. */
export const TEMPLATE_RULES = {
  unknownTags,
  unusedTags,
  handlersWithoutMethod,
  tapTargets,
  fieldNames,
  listKeys,
  pictures,
  unknownIcons,
  plainHttp,
  textSize,
} as const satisfies Record<string, Rule>;
