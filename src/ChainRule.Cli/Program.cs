Console.WriteLine("chainrule");
