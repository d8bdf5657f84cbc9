/* A thousand and eighty small functions, so that the hash table of an indexed profile grows several times. */
#define F(n) int f##n(int x) { return x > n##0 / 7 ? x - 1 : x * 2; }
#define TEN(n) F(n##0) F(n##1) F(n##2) F(n##3) F(n##4) F(n##5) F(n##6) F(n##7) F(n##8) F(n##9)
#define HUNDRED(n) TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)
TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8)
HUNDRED(1) HUNDRED(2) HUNDRED(3) HUNDRED(4) HUNDRED(5)
HUNDRED(6) HUNDRED(7) HUNDRED(8) HUNDRED(9) HUNDRED(10)

#define ROW(n) sum += f##n##1(argc) + f##n##3(argc) * f##n##7(sum);
int main(int argc, char **argv)
{
    int sum = argc + (argv != 0);
    ROW(1) ROW(2) ROW(10) ROW(33) ROW(77) ROW(99) ROW(109)
    for (int i = 0; i < 5; i++)
        sum = f555(sum) + f999(i);
    return sum == 424242;
}
