/** What the palette, the context pad and the change menu offer: elements that run, tasks that somebody does. */

type Action = (event: Event, ...rest: readonly unknown[]) => void;

interface Entry {
  readonly group?: string;
  readonly className?: string;
  readonly title?: string;
  readonly separator?: boolean;
  readonly action?: Action | Readonly<Record<string, Action>>;
}

type Entries = Record<string, Entry>;

interface Palette {
  registerProvider(priority: number, provider: { getPaletteEntries(): (entries: Entries) => Entries }): void;
}
interface ContextPad {
  registerProvider(
    priority: number,
    provider: { getContextPadEntries(element: unknown): (entries: Entries) => Entries },
  ): void;
}
interface PopupMenu {
  registerProvider(
    menu: string,
    priority: number,
    provider: { getPopupMenuEntries(element: unknown): (entries: Entries) => Entries },
  ): void;
}
interface ElementFactory {
  createShape(attributes: Readonly<Record<string, unknown>>): unknown;
}
interface Create {
  start(event: Event, shape: unknown): void;
}
interface AutoPlace {
  append(source: unknown, shape: unknown): void;
}

/** After the library's own provider, so that its entries can be replaced. */
const late = 500;

const unsupported =
  /script-task|complex-gateway|transaction|ad-hoc|event-subprocess|conditional|escalation|compensation|link-intermediate|cancel-|with-task$|data-/;

const palette: Readonly<Record<string, readonly [type: string, icon: string, title: string, group: string]>> =
  {
    'create.user-task': ['bpmn:UserTask', 'bpmn-icon-user-task', '用户任务（由人办理）', 'activity'],
    'create.service-task': ['bpmn:ServiceTask', 'bpmn-icon-service-task', '服务任务（系统自动）', 'activity'],
    'create.parallel-gateway': [
      'bpmn:ParallelGateway',
      'bpmn-icon-gateway-parallel',
      '并行网关（全部走）',
      'gateway',
    ],
  };

const leftOut = ['create.task', 'create.data-object', 'create.data-store', 'create.group'];

class OfferedElements {
  static readonly $inject = ['palette', 'contextPad', 'popupMenu', 'elementFactory', 'create', 'autoPlace'];

  constructor(
    tools: Palette,
    pad: ContextPad,
    menu: PopupMenu,
    factory: ElementFactory,
    create: Create,
    autoPlace: AutoPlace,
  ) {
    const start = (type: string) => (event: Event) => create.start(event, factory.createShape({ type }));
    tools.registerProvider(late, {
      getPaletteEntries: () => (entries) => {
        for (const name of leftOut) delete entries[name];
        for (const [name, [type, className, title, group]] of Object.entries(palette))
          entries[name] = { group, className, title, action: { dragstart: start(type), click: start(type) } };
        return entries;
      },
    });
    pad.registerProvider(late, {
      getContextPadEntries: (element) => (entries) => {
        if (entries['append.append-task'] === undefined) return entries;
        const append = () => autoPlace.append(element, factory.createShape({ type: 'bpmn:UserTask' }));
        entries['append.append-task'] = {
          group: 'model',
          className: 'bpmn-icon-user-task',
          title: '接用户任务',
          action: { click: append, dragstart: start('bpmn:UserTask') },
        };
        return entries;
      },
    });
    menu.registerProvider('bpmn-replace', late, {
      getPopupMenuEntries: () => (entries) =>
        Object.fromEntries(Object.entries(entries).filter(([name]) => !unsupported.test(name))),
    });
  }
}

export const offeredElements = {
  __init__: ['offeredElements'],
  offeredElements: ['type', OfferedElements],
};
