import { COLOURS } from '../../pictures/colour';
import { bowl, cupPair, plate, spoons, tumbler } from '../../pictures/objects/ware';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const TABLEWARE: SeedCategory = {
  id: 'tableware',
  name: '餐具',
  wall: '#c8d0c6',
  table: '#a98a68',
  products: [
    {
      id: 'celadon-cup',
      title: '青瓷品茗杯',
      subtitle: '龙泉窑口，手工拉坯',
      story: [
        '釉色像雨后的天，杯口薄，入口不烫。每一只的深浅都有些不同，这是窑火的事。',
        '单只自用，一对送人。',
      ],
      facts: { 材质: '龙泉青瓷', 容量: '75 毫升', 产地: '浙江 龙泉' },
      keywords: ['茶杯', '茶具', '礼物'],
      ...choices('规格', [
        ['单只', 6_900, 120],
        ['一对', 12_900, 40],
      ]),
      subject: { thing: cupPair, width: 270, scale: 1.25 },
      colours: [COLOURS.celadon, COLOURS.mist, COLOURS.milk],
      sizes: ['6.8 cm', '4.5 cm'],
    },
    {
      id: 'speckled-bowl',
      title: '点釉饭碗',
      subtitle: '盛得下一碗热饭，也端得稳',
      story: ['碗足高一点，盛满了也不烫手。釉里的小点是铁在窑里开的花，没有两只一样。'],
      facts: { 材质: '炻器', 适用: '洗碗机、微波炉', 产地: '江西 景德镇' },
      ...grid(
        [
          '釉色',
          [
            ['米白', COLOURS.milk],
            ['鼠尾草', COLOURS.sage],
            ['墨蓝', COLOURS.indigo],
          ],
        ],
        ['口径', ['11.5厘米', '15厘米', '18厘米']],
        [
          [
            [3_200, 90],
            [4_800, 60],
            [6_800, 24],
          ],
          [[3_200, 72], [4_800, 51], null],
          [
            [3_200, 40],
            [4_800, 5],
            [6_800, 16],
          ],
        ],
      ),
      subject: { thing: bowl, width: 280, scale: 1.3 },
      colours: [COLOURS.milk, COLOURS.sage, COLOURS.indigo],
      sizes: ['15 cm', '7 cm'],
    },
    {
      id: 'oval-plate',
      title: '椭圆鱼盘',
      subtitle: '一条鲈鱼，或者一桌小菜',
      story: ['盘沿微微翘起，汤汁不会跑出来。平放能收进普通抽屉。'],
      facts: { 材质: '高温白瓷', 尺寸: '32×22 厘米', 产地: '广东 潮州' },
      ...choices('釉色', [
        ['月白', 8_600, 34, COLOURS.mist],
        ['青瓷', 8_600, 26, COLOURS.celadon],
        ['陶土', 8_600, 19, COLOURS.clay],
      ]),
      subject: { thing: plate, width: 370, scale: 1.2, low: true },
      colours: [COLOURS.celadon, COLOURS.mist, COLOURS.clay],
      sizes: ['32 cm', '3.5 cm'],
    },
    {
      id: 'beech-spoon',
      title: '榉木汤匙',
      subtitle: '木蜡油手擦三遍',
      story: ['不刮锅，不烫嘴。用久了颜色会深一点，偶尔抹些核桃油，它会陪你很多年。'],
      facts: { 材质: '榉木', 涂装: '食品级木蜡油', 产地: '福建 建瓯' },
      keywords: ['木勺', '勺子'],
      ...choices('规格', [
        ['短柄 两支', 3_800, 70],
        ['长柄 两支', 4_600, 58],
      ]),
      subject: { thing: spoons, width: 190, scale: 1.25 },
      colours: [COLOURS.oak, COLOURS.walnut],
      sizes: ['4.2 cm', '18 cm'],
    },
    {
      id: 'ribbed-glass',
      title: '竖纹玻璃杯',
      subtitle: '耐热，冷泡热饮都可以',
      story: ['手握住的地方有竖纹，杯壁起雾也不打滑。光照过来，桌上会有一排影子。'],
      facts: { 材质: '高硼硅玻璃', 容量: '380 毫升', 耐温: '-20 到 120 ℃' },
      keywords: ['水杯', '杯子'],
      ...grid(
        [
          '颜色',
          [
            ['透明', COLOURS.mist],
            ['琥珀', COLOURS.honey],
            ['烟灰', COLOURS.char],
          ],
        ],
        ['数量', ['单只', '四只']],
        [
          [
            [2_900, 160],
            [9_900, 44],
          ],
          [
            [3_300, 88],
            [11_200, 20],
          ],
          [
            [3_300, 0],
            [11_200, 0],
          ],
        ],
      ),
      subject: { thing: tumbler, width: 150, scale: 1.5 },
      colours: [COLOURS.honey, COLOURS.mist, COLOURS.char],
      sizes: ['8 cm', '11.5 cm'],
    },
  ],
};
