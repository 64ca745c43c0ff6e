/** What the build hands to the browser: one mini program, ready to run. */

/** Something wrong in the sources, where it is, as the developer should read it. */
export interface Problem {
  readonly level: 'error' | 'warning';
  /** `pages/home/index.wxml:12:3`, or a file alone. */
  readonly where: string;
  readonly message: string;
}

/** The members of app.json that the phone acts on. */
export interface AppConfig {
  readonly pages: readonly string[];
  readonly entryPagePath?: string;
  readonly subPackages?: readonly SubPackage[];
  readonly subpackages?: readonly SubPackage[];
  readonly window?: WindowConfig;
  readonly tabBar?: TabBarConfig;
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly darkmode?: boolean;
  readonly themeLocation?: string;
  /** `requiredComponents`: scripts of pages and components run when they are first drawn. */
  readonly lazyCodeLoading?: string;
  /** Interfaces for personal data wait for the person's consent. */
  readonly __usePrivacyCheck__?: boolean;
}

interface SubPackage {
  readonly root: string;
  readonly pages: readonly string[];
}

/** Window settings, of the app or of one page. Colours may be theme variables such as `@bgColor`. */
export interface WindowConfig {
  readonly navigationBarTitleText?: string;
  readonly navigationBarBackgroundColor?: string;
  readonly navigationBarTextStyle?: string;
  readonly navigationStyle?: 'default' | 'custom';
  readonly backgroundColor?: string;
  readonly backgroundTextStyle?: string;
  readonly enablePullDownRefresh?: boolean;
  readonly onReachBottomDistance?: number;
  readonly disableScroll?: boolean;
}

export interface TabBarConfig {
  readonly custom?: boolean;
  readonly color?: string;
  readonly selectedColor?: string;
  readonly backgroundColor?: string;
  readonly borderStyle?: string;
  readonly list: readonly TabBarItem[];
}

interface TabBarItem {
  readonly pagePath: string;
  readonly text: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

/** The JSON beside a page or component; `usingComponents` already leads to absolute paths. */
export interface ComponentConfig extends WindowConfig {
  readonly component?: boolean;
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly componentGenerics?: Readonly<Record<string, true | { readonly default?: string }>>;
  readonly styleIsolation?: string;
}

/** One style sheet as CSS. With a `scope`, its classes are written `scope--class`. */
export interface Sheet {
  readonly css: string;
  readonly scope: string;
}

/** One script: CommonJS text, and where each `require` in it leads. */
export interface ModuleSource {
  readonly code: string;
  readonly requires: Readonly<Record<string, string>>;
}

/** Theme variables per theme, without the `@`. */
export type ThemeVariables = Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>>;

export interface AppBundle {
  /** Counts builds; the page reloads when it has an older one. */
  readonly version: number;
  readonly app: AppConfig;
  readonly theme: ThemeVariables;
  /** Every page's path, sub-packages included. */
  readonly pages: readonly string[];
  /** Pages and components by path. */
  readonly components: Readonly<Record<string, ComponentConfig>>;
  readonly appCss: string;
  readonly sheets: Readonly<Record<string, Sheet>>;
  /** By file, `pages/home/index.ts`. */
  readonly modules: Readonly<Record<string, ModuleSource>>;
  /** The file that holds a page's or component's script; `app` is the app's. */
  readonly scripts: Readonly<Record<string, string>>;
  /** A JavaScript expression: templates by path. */
  readonly templates: string;
  readonly problems: readonly Problem[];
}
