import { COLOURS } from '../../pictures/colour';
import { candleHolder, deskLamp, mushroomLamp, paperLamp, pendant } from '../../pictures/objects/home';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const LIGHTING: SeedCategory = {
  id: 'lighting',
  name: '灯具',
  wall: '#a9a79f',
  table: '#7d5f47',
  products: [
    {
      id: 'paper-lamp',
      title: '和纸台灯',
      subtitle: '夜里像一只小月亮',
      story: ['竹骨糊纸，光从里面透出来，没有影子。纸上有一层薄薄的涂层，落灰用干布掸。'],
      facts: { 材质: '和纸、竹、胡桃木', 光源: 'E27，含一只灯泡', 线长: '1.8 米' },
      keywords: ['台灯', '床头灯', '氛围灯'],
      ...grid(
        ['尺寸', [['小 高26厘米'], ['大 高38厘米']]],
        ['光色', ['暖光 2700K', '中性 3500K']],
        [
          [
            [16_800, 20],
            [16_800, 12],
          ],
          [[23_800, 9], null],
        ],
      ),
      subject: { thing: paperLamp, width: 150, scale: 1.2 },
      colours: ['#f2e4c4', '#f0dcc0'],
      sizes: ['24 cm', '38 cm'],
    },
    {
      id: 'mushroom-lamp',
      title: '蘑菇小夜灯',
      subtitle: '按一下头顶，就亮了',
      story: ['充一次电，最暗能亮一整夜。放在孩子床头，起夜不刺眼。'],
      facts: { 供电: 'Type-C 充电', 续航: '6–40 小时', 亮度: '三档' },
      keywords: ['小夜灯', '儿童', '礼物'],
      ...choices('颜色', [
        ['赤陶', 12_900, 35, COLOURS.rust],
        ['奶白', 12_900, 41, COLOURS.milk],
        ['芥末', 12_900, 5, COLOURS.mustard],
      ]),
      subject: { thing: mushroomLamp, width: 190, scale: 1.2 },
      colours: [COLOURS.rust, COLOURS.milk, COLOURS.mustard],
      sizes: ['16 cm', '18 cm'],
    },
    {
      id: 'desk-lamp',
      title: '折臂台灯',
      subtitle: '推到哪里，停在哪里',
      story: ['关节里是弹簧，不会慢慢垂下来。光斑宽，写字看书不用挪灯。'],
      facts: { 材质: '钢、黄铜', 光源: 'LED 9 W，Ra95', 调光: '无级' },
      keywords: ['台灯', '书桌', '护眼'],
      ...choices('颜色', [
        ['墨蓝', 29_900, 16, COLOURS.indigo],
        ['哑光黑', 29_900, 22, COLOURS.char],
        ['鼠尾草', 29_900, 0, COLOURS.sage],
      ]),
      subject: { thing: deskLamp, width: 300, scale: 1.2 },
      colours: [COLOURS.indigo, COLOURS.char, COLOURS.sage],
      sizes: ['42 cm', '48 cm'],
    },
    {
      id: 'ceramic-pendant',
      title: '陶瓷吊灯',
      subtitle: '餐桌上方六十厘米',
      story: ['手工上釉，里面是白的，光往下落在菜上。两只并排，或者一只就够。'],
      facts: { 材质: '陶瓷、黄铜', 灯头: 'E27', 线长: '1.5 米，可截短' },
      keywords: ['餐厅', '吊灯'],
      ...grid(
        [
          '颜色',
          [
            ['陶土', COLOURS.clay],
            ['米白', COLOURS.milk],
            ['苔绿', COLOURS.moss],
          ],
        ],
        ['直径', ['22厘米', '30厘米']],
        [
          [
            [21_900, 12],
            [29_900, 7],
          ],
          [
            [21_900, 18],
            [29_900, 10],
          ],
          [[21_900, 9], null],
        ],
      ),
      subject: { thing: pendant, width: 290, scale: 1.1, hangs: true },
      colours: [COLOURS.clay, COLOURS.milk, COLOURS.moss],
      sizes: ['30 cm', '17 cm'],
    },
    {
      id: 'brass-candlestick',
      title: '黄铜烛台',
      subtitle: '停电的晚上，或者不停电',
      story: ['带一只小把手，可以端着走。沉，放得稳。'],
      facts: { 材质: '黄铜', 适用: '直径 2.2 厘米长烛', 附: '蜂蜡烛两支' },
      ...choices('颜色', [
        ['原色', 13_900, 21, COLOURS.brass],
        ['做旧黑', 14_900, 14, COLOURS.char],
      ]),
      subject: { thing: candleHolder, width: 180, scale: 1.3 },
      colours: [COLOURS.brass, COLOURS.char],
      sizes: ['12 cm', '8 cm'],
    },
  ],
};
