interface Step {
  readonly text: string;
  readonly held: boolean;
}

/** Tells the story and remembers whether each sentence of it came true. */
export class Story {
  readonly steps: Step[] = [];
  private readonly print: (line: string) => void;
  constructor(print: (line: string) => void) {
    this.print = print;
  }
  chapter(title: string): void {
    this.print(`\n${title}`);
  }
  step(text: string, held = true): void {
    this.steps.push({ text, held });
    this.print(`  ${held ? '✓' : '✗'} ${text}`);
  }
  get failed(): readonly string[] {
    return this.steps.filter((step) => !step.held).map((step) => step.text);
  }
}
