/* Eighty functions whose names' hashes (the first eight bytes of the MD5 sum, little-endian) end in the same seven bits, so that they share one
   bucket of the hash table in an indexed profile. */
#define FUNCTIONS \
    F(b27) F(b28) F(b55) F(b68) F(b100) F(b248) F(b262) F(b635) F(b817) F(b840) \
    F(b900) F(b961) F(b1301) F(b1303) F(b1363) F(b1598) F(b2008) F(b2270) F(b2276) F(b2352) \
    F(b2464) F(b2632) F(b2701) F(b2816) F(b3095) F(b3099) F(b3494) F(b3638) F(b3804) F(b3921) \
    F(b3943) F(b4022) F(b4118) F(b4339) F(b4431) F(b4448) F(b4461) F(b4639) F(b4743) F(b4818) \
    F(b4867) F(b4984) F(b4998) F(b5044) F(b5072) F(b5152) F(b5241) F(b5338) F(b5536) F(b5796) \
    F(b5805) F(b5931) F(b6159) F(b6400) F(b6604) F(b6612) F(b7227) F(b7283) F(b7462) F(b7575) \
    F(b7647) F(b7775) F(b7850) F(b8063) F(b8085) F(b8113) F(b8279) F(b8281) F(b8314) F(b8595) \
    F(b8641) F(b8682) F(b8745) F(b8956) F(b9118) F(b9221) F(b9243) F(b9259) F(b9363) F(b9651)

#define F(name) int name(int x) { return x & 1 ? x * 3 + 1 : x / 2; }
FUNCTIONS
#undef F

int main(int argc, char **argv)
{
    int sum = argc + (argv == 0);
#define F(name) sum += name(sum & 255);
    FUNCTIONS
    return sum == 424242;
}
