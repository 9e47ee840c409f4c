@main
enum Mend {
    static func main() {}
}
