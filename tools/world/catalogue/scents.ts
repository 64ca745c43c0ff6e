import { COLOURS } from '../../pictures/colour';
import { candle, diffuser, incense, sachet, soap } from '../../pictures/objects/desk';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const SCENTS: SeedCategory = {
  id: 'scents',
  name: '香氛',
  wall: '#d8c0b8',
  table: '#96705a',
  products: [
    {
      id: 'soy-candle',
      title: '大豆蜡香薰烛',
      subtitle: '木芯，燃起来有细小的噼啪声',
      story: ['第一次点，请等整面都化开再熄，之后就不会留边。杯子洗净可以插笔。'],
      facts: { 材质: '大豆蜡、木芯', 燃烧: '约 45 小时（180 克）', 产地: '上海' },
      keywords: ['蜡烛', '香薰', '礼物'],
      ...grid(
        [
          '香型',
          [
            ['雪松', COLOURS.moss],
            ['无花果', COLOURS.plum],
            ['白茶', COLOURS.mist],
          ],
        ],
        ['净重', ['80克', '180克', '400克 三芯']],
        [
          [
            [6_900, 50],
            [12_900, 42],
            [26_900, 8],
          ],
          [[6_900, 44], [12_900, 30], null],
          [
            [6_900, 36],
            [12_900, 27],
            [26_900, 5],
          ],
        ],
      ),
      subject: { thing: candle, width: 190, scale: 1.4 },
      colours: [COLOURS.moss, COLOURS.plum, COLOURS.mist],
      sizes: ['7.6 cm', '8.8 cm'],
    },
    {
      id: 'reed-diffuser',
      title: '藤条扩香',
      subtitle: '不用电，不用火',
      story: ['玄关放一瓶，进门的心情不一样。藤条倒一次头，香味会浓一点。'],
      facts: { 容量: '150 毫升', 时长: '约 90 天', 内含: '扩香液、藤条 8 支' },
      keywords: ['香薰', '无火香薰'],
      ...choices('香型', [
        ['雨后青苔', 15_800, 25, COLOURS.sage],
        ['晒过的被子', 15_800, 32, COLOURS.honey],
        ['旧书房', 15_800, 0, COLOURS.walnut],
      ]),
      subject: { thing: diffuser, width: 200, scale: 1.18 },
      colours: [COLOURS.honey, COLOURS.sage, COLOURS.walnut],
      sizes: ['8 cm', '27 cm'],
    },
    {
      id: 'incense-sticks',
      title: '倒流年线香',
      subtitle: '一支二十五分钟，够读一章书',
      story: ['沉香打底，烟细而直，不呛。竹芯去掉了，只剩香本身。'],
      facts: { 数量: '60 支', 长度: '21 厘米', 原料: '沉香、楠木粉' },
      keywords: ['沉香', '檀香'],
      ...choices('香型', [
        ['沉香', 8_800, 46, COLOURS.walnut],
        ['檀香', 7_800, 51, COLOURS.clay],
      ]),
      subject: { thing: incense, width: 320, scale: 1.15 },
      colours: [COLOURS.walnut, COLOURS.clay],
      sizes: ['24 cm', '2 cm'],
    },
    {
      id: 'sachet',
      title: '衣柜香包',
      subtitle: '干花与樟木，防虫也好闻',
      story: ['挂在大衣中间，开柜门的时候轻轻一阵。香淡了，捏一捏就回来。'],
      facts: { 内含: '薰衣草、樟木屑', 时长: '约 3 个月', 材质: '棉麻' },
      ...choices('花色', [
        ['薰衣草 两只', 3_200, 77, COLOURS.blush],
        ['桂花 两只', 3_200, 69, COLOURS.mustard],
      ]),
      subject: { thing: sachet, width: 220, scale: 1.3 },
      colours: [COLOURS.blush, COLOURS.mustard],
      sizes: ['8 cm', '11 cm'],
    },
    {
      id: 'hand-soap',
      title: '冷制手工皂',
      subtitle: '熟成四十天，洗完不紧绷',
      story: ['橄榄油为主，泡沫细。沥干放着，能用一个多月。'],
      facts: { 净重: '100 克', 原料: '橄榄油、椰子油、海盐', 产地: '云南 大理' },
      ...choices('香型', [
        ['海盐', 3_900, 85, COLOURS.mist],
        ['橙花', 3_900, 73, COLOURS.clay],
        ['无香', 3_600, 92, COLOURS.milk],
      ]),
      subject: { thing: soap, width: 240, scale: 1.35 },
      colours: [COLOURS.clay, COLOURS.mist, COLOURS.milk],
      sizes: ['8 cm', '3 cm'],
    },
  ],
};
